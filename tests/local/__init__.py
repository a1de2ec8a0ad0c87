"""Running the portal on one machine: each rule shown by breaking something."""
