{{ conformed(
    'edc_query',
    ['study_id', 'query_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
