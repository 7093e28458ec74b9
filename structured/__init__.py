"""Reports as figures: units, periods, observations, and the closed set of calculations over them."""
