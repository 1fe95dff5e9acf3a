// The room, made live. Found by data-room.
