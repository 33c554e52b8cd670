"""What this site tells others of its open jobs: search engines, feed readers, programs."""
