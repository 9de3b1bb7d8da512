(function () {
  'use strict';
  var status = document.getElementById('status');

  var all = document.getElementById('code');
  if (all) {
    all.hidden = false;
    all.addEventListener('click', function () {
      var open = all.getAttribute('aria-expanded') !== 'true';
      document.documentElement.classList.toggle('coded', open);
      document.querySelectorAll('details.code').forEach(function (d) { d.open = open; });
      all.setAttribute('aria-expanded', String(open));
      all.textContent = open ? '{{ words.hide_code }}' : '{{ words.show_code }}';
    });
  }

  // the number a cell holds, or its words; what has no number (a dash, "cannot say") always sorts last
  function key(row, column) {
    var cell = row.cells[column];
    if (cell.dataset.v !== undefined) return Number(cell.dataset.v);
    var text = cell.textContent.trim();
    return /^[-—–…]*$/.test(text) ? null : text;
  }

  function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
    return a.localeCompare(b, document.documentElement.lang);
  }

  function sort(body, column, direction) {
    var rows = Array.from(body.rows), movable = rows.filter(function (r) { return r.className === 'body'; });
    movable.sort(function (r, s) {
      if (!direction) return r.dataset.n - s.dataset.n;
      var a = key(r, column), b = key(s, column);
      if (a === null || b === null) return (a === null) - (b === null) || r.dataset.n - s.dataset.n;
      return direction * compare(a, b) || r.dataset.n - s.dataset.n;
    });
    rows.map(function (r) { return r.className === 'body' ? movable.shift() : r; })
      .forEach(function (r) { body.appendChild(r); });
  }

  document.querySelectorAll('table').forEach(function (table) {
    var bodies = Array.from(table.tBodies);
    var rows = bodies.flatMap(function (b) { return Array.from(b.rows); });
    var plain = rows.every(function (r) {
      return r.className !== 'body' || Array.from(r.cells).every(function (c) { return c.rowSpan === 1 && c.colSpan === 1; });
    });
    if (!plain || rows.length < 3) return;
    rows.forEach(function (r, i) { r.dataset.n = i; });
    var heads = Array.from(table.querySelectorAll('thead th[data-column]'));
    heads.forEach(function (head) {
      var name = head.textContent, button = document.createElement('button');
      button.type = 'button';
      button.className = 'sort';
      while (head.firstChild) button.appendChild(head.firstChild);
      head.appendChild(button);
      button.addEventListener('click', function () {
        var next = { ascending: 'descending', descending: '' }[head.getAttribute('aria-sort')];
        if (next === undefined) next = 'ascending';
        heads.forEach(function (h) { h.removeAttribute('aria-sort'); });
        if (next) head.setAttribute('aria-sort', next);
        var direction = { ascending: 1, descending: -1 }[next] || 0;
        bodies.forEach(function (b) { sort(b, Number(head.dataset.column), direction); });
        var words = { ascending: '{{ words.sorted_up }}', descending: '{{ words.sorted_down }}' }[next] || '{{ words.sorted_not }}';
        status.textContent = words.replace('{}', name);
      });
    });
  });
})();
