"""`python -m services.scheduling api | events | tasks | beat | setup | replay | dead-letters | announce | keys | reseal`."""

from services.scheduling.wiring import SERVICE
from shared.process import main

if __name__ == "__main__":
    main(SERVICE)
