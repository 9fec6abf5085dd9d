"""`python -m services.notifications api | events | tasks | beat | setup | replay | dead-letters | announce`."""

from services.notifications.wiring import SERVICE
from shared.process import main

if __name__ == "__main__":
    main(SERVICE)
