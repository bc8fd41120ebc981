{{ conformed(
    'site',
    ['study_id', 'site_id'],
    ids={'study_id': 'study', 'site_id': 'site', 'investigator_id': 'person', 'cra_id': 'person'}
) }}
