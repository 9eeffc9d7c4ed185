"""What is asked: XLSForm in, frozen questionnaires out, their expressions, versions and catalogue."""
