{{ conformed(
    'protocol_deviation',
    ['study_id', 'deviation_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
