"""What a single machine needs around the services: Kafka, Weaviate, checks."""
