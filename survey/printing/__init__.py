"""What hangs on walls and necks: QR codes, posters and badges as PDF."""
