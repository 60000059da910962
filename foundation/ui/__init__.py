"""What templates/components/ are made from; foundation/templatetags/ui.py offers it to templates."""
