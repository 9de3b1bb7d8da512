"""Office files that any program opens without asking: encrypted with the password that Excel itself knows."""

import io

from ipstats.errors import DocumentError

_EXCELS_OWN = "VelvetSweatshop"
"""With it Excel encrypts a workbook whose structure alone is protected ([MS-OFFCRYPTO]), as yearbooks on disc are."""


def unlocked(data: bytes, name: str) -> bytes:
    """The bytes of an encrypted Office file without the encryption; a `DocumentError` where a password is needed."""
    import msoffcrypto

    target = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(data))
        file.load_key(password=_EXCELS_OWN)
        file.decrypt(target)
    except Exception:  # another password, or one of many kinds of damage
        raise DocumentError(
            f"{name}: is encrypted, or an old Office file; take the password off and save it again"
        ) from None
    return target.getvalue()
