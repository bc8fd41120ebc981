{{ stage('monitoring_plan', {
    'study_id': 'text',
    'plan_version': 'text',
    'risk_tier': 'text',
    'visit_interval_days': 'integer',
    'first_visit_within_days': 'integer',
    'report_due_days': 'integer',
    'letter_due_days': 'integer',
    'effective_date': 'date',
}) }}
