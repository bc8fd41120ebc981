{{ stage('treatment_assignment', {
    'study_id': 'text',
    'subject_id': 'text',
    'site_id': 'text',
    'randomization_number': 'text',
    'randomization_date': 'partial_date',
    'block': 'text',
    'stratum': 'text',
    'arm_code': 'text',
    'arm_name': 'text',
}) }}
