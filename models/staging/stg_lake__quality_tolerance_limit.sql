{{ stage('quality_tolerance_limit', {
    'limit_id': 'text',
    'limit_version': 'text',
    'study_id': 'text',
    'parameter': 'text',
    'justification': 'text',
    'expected_share': 'rate',
    'limit_share': 'rate',
    'set_date': 'date',
}) }}
