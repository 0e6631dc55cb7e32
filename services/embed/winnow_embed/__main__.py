"""python -m winnow_embed"""

from winnow.messaging.runtime import main
from winnow_embed.app import create_service

if __name__ == "__main__":
    main(create_service)
