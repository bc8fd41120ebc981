{{ stage('gl_document', {
    'document_id': 'text',
    'legal_entity': 'text',
    'document_number': 'text',
    'document_type': 'text',
    'document_date': 'date',
    'posting_date': 'date',
    'entered_date': 'date',
    'currency': 'text',
    'reference': 'text',
    'source_document': 'text',
    'is_posted': 'boolean',
    'text': 'text',
}) }}
