{{ stage('tolerance_evaluation', {
    'evaluation_id': 'text',
    'limit_id': 'text',
    'limit_version': 'text',
    'data_cutoff_date': 'date',
    'evaluated_date': 'date',
    'numerator': 'rate',
    'denominator': 'rate',
    'state': 'text',
    'decided_date': 'date',
    'decision': 'text',
}) }}
