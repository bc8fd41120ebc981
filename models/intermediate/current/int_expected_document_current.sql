{{ conformed(
    'expected_document',
    ['study_id', 'expected_document_id'],
    ids={'study_id': 'study', 'site_id': 'site'}
) }}
