"""The resolvers, one module a slot: measure, indicator, nature, area, period, comparison, target."""
