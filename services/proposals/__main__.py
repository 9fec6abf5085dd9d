"""`python -m services.proposals api | events | tasks | beat | setup | replay | announce`."""

from services.proposals.wiring import SERVICE
from shared.process import main

if __name__ == "__main__":
    main(SERVICE)
