{{ conformed('tolerance_evaluation', ['evaluation_id'], scope=[]) }}
