"""How large a file of each kind may be."""

MEBIBYTE = 1024 * 1024

BY_TYPE = {
    "application/pdf": 30 * MEBIBYTE,
    "image/jpeg": 15 * MEBIBYTE,
    "image/png": 15 * MEBIBYTE,
    "image/webp": 15 * MEBIBYTE,
    "image/tiff": 30 * MEBIBYTE,
    "video/mp4": 100 * MEBIBYTE,
    "video/webm": 100 * MEBIBYTE,
    "audio/mpeg": 20 * MEBIBYTE,
    "audio/ogg": 20 * MEBIBYTE,
    "application/zip": 50 * MEBIBYTE,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": 10 * MEBIBYTE,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": 20 * MEBIBYTE,
    "application/json": 10 * MEBIBYTE,
    "text/csv": 10 * MEBIBYTE,
    "text/plain": 5 * MEBIBYTE,
}
LARGEST_UPLOAD = max(BY_TYPE.values())
