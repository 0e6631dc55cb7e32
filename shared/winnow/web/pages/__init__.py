"""What every service with pages shares: signing in, errors as pages, files by their content."""
