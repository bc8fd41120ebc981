{{ stage('trip_report', {
    'study_id': 'text',
    'trip_report_id': 'text',
    'monitoring_visit_id': 'text',
    'site_id': 'text',
    'visit_type': 'text',
    'status': 'text',
    'submitted_date': 'date',
    'approved_date': 'date',
    'completed_date': 'date',
}) }}
