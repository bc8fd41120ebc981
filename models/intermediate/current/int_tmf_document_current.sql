{{ conformed(
    'tmf_document',
    ['study_id', 'document_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'person_id': 'person'}
) }}
