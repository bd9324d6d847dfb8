"""The pages of the village hall, one file for each subject."""
