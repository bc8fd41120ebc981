{{ conformed(
    'rtsm_subject',
    ['study_id', 'subject_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'previous_site_id': 'site', 'subject_id': 'subject'}
) }}
