{{ conformed('safety_submission', ['case_id', 'authority', 'submission_number'], scope=[]) }}
