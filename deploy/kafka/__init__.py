"""One Apache Kafka node for tests, from jars checked by version and checksum."""
