{{ conformed(
    'edc_page',
    ['study_id', 'page_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'subject_id': 'subject'}
) }}
