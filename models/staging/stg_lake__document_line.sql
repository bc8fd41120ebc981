{{ stage('document_line', {
    'line_id': 'text',
    'document_id': 'text',
    'line_number': 'text',
    'amount': 'decimal',
    'study_id': 'text',
    'site_id': 'text',
    'source_document': 'text',
}) }}
