"""python -m winnow_review"""

from winnow.messaging.runtime import main
from winnow_review.app import create_service

if __name__ == "__main__":
    main(create_service)
