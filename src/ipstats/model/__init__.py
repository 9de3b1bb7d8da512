"""What an observation is: its columns, interval, period, area and indicator. Imports nothing of the other parts."""
