"""The pages of contracts, by what people do there."""
