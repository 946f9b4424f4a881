"""What people agree to: versioned texts of the tenant, and who was given which."""
