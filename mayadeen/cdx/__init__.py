"""Other people's web archives: what their CDX servers say, in which captures we read, and where these stand."""
