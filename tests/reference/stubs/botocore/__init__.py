"""The three classes of botocore that our samples use; they sign with a word."""
