{{ conformed('document_line', ['_source', 'line_id'], scope=[], ids={'study_id': 'study', 'site_id': 'site'}) }}
