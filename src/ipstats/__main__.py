from ipstats.cli import main

main()
