"""What templates can say, in one library: {% load flowmono %}."""
