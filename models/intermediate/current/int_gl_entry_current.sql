{{ conformed(
    'gl_entry',
    ['ledger', 'document_number', 'line_number'],
    ids={'study_id': 'study', 'site_id': 'site'},
    scope=[]
) }}
