{{ conformed('quality_tolerance_limit', ['limit_id', 'limit_version'], ids={'study_id': 'study'}) }}
