"""What `scrapy doctor` looks at: each part gives `Finding`s, a line each."""
