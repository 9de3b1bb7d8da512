"""From notebooks to reports: plan, run, export, publish."""
