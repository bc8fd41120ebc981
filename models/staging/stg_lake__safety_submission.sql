{{ stage('safety_submission', {
    'case_id': 'text',
    'authority': 'text',
    'submission_number': 'text',
    'message_id': 'text',
    'clock_days': 'integer',
    'day_zero_at': 'moment',
    'due_at': 'moment',
    'submitted_date': 'partial_date',
    'submitted_at': 'moment',
    'acknowledged_at': 'moment',
    'acknowledgement': 'text',
}) }}
