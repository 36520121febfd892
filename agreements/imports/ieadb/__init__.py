"""The International Environmental Agreements Database (Mitchell et al. 2020): its files, read into agreements."""
