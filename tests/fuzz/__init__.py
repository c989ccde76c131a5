"""The differential fuzzer: programs that send mail are generated, run against an SMTP sink, and held against the prediction."""
