"""Measurements, each beside a bare yardstick of the same run: machines are noisy, ratios are less so."""
